import { Button, Card, Center, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDocumentTitle } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { Problem } from "../../api/client";
import { signIn } from "../../api/setup";
import { ErrorPanel } from "../../components/ErrorPanel";

export function LoginPage() {
  useDocumentTitle("Sign in · Phony");
  const { next } = useSearch({ from: "/login" });
  const form = useForm({ initialValues: { key: "" } });
  const cache = useQueryClient();
  const router = useRouter();
  const mutation = useMutation({
    mutationFn: ({ key }: { key: string }) => signIn(key.trim()),
    onSuccess: async () => {
      await cache.resetQueries();
      // Only addresses of our own pages: a link must not lead elsewhere after signing in.
      router.history.push(next?.startsWith("/dashboard/") ? next : "/dashboard/");
    },
  });
  const wrong = mutation.error instanceof Problem && mutation.error.status === 401;
  return (
    <Center mih="100vh" p="md" component="main">
      <Card w="100%" maw={420}>
        <form onSubmit={form.onSubmit((values) => mutation.mutate(values))}>
          <Stack>
            <Title order={1} size="h3">
              Sign in to Phony
            </Title>
            <Text size="sm" c="dimmed">
              This server needs an API key. `phony serve` printed the first one when it started;
              others are made under Set-up.
            </Text>
            <PasswordInput
              label="API key"
              autoComplete="current-password"
              data-autofocus
              autoFocus
              {...form.getInputProps("key")}
              error={wrong ? "This key is not known here, or it has expired." : undefined}
            />
            {mutation.error && !wrong && <ErrorPanel error={mutation.error} />}
            <Button type="submit" loading={mutation.isPending} disabled={!form.values.key.trim()}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Card>
    </Center>
  );
}
