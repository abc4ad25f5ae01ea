import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./styles.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { setUnauthorizedHandler } from "./api/client";
import { queryClient } from "./api/queryClient";
import { router } from "./router";
import { theme, variables } from "./theme";

setUnauthorizedHandler(() => {
  const here = router.state.location;
  if (here.pathname.endsWith("/login")) return;
  void router.navigate({ to: "/login", search: { next: here.href } });
});

// A new version was deployed while the page was open: its old chunks are gone.
window.addEventListener("vite:preloadError", () => {
  if (sessionStorage.getItem("phony-reloaded") === "1") return;
  sessionStorage.setItem("phony-reloaded", "1");
  location.reload();
});

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <Notifications position="bottom-right" limit={4} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
