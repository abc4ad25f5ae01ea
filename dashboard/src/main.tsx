import { MantineProvider, Text, Title, Stack } from "@mantine/core";
import "@mantine/core/styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider defaultColorScheme="auto">
        <Stack p="xl">
          <Title>Phony</Title>
          <Text>The dashboard is on its way. The API is at /docs.</Text>
        </Stack>
      </MantineProvider>
    </StrictMode>,
  );
