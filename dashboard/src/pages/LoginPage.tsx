import { PageHeader } from "../components/Page";

export function LoginPage() {
  return <PageHeader title="Login" />;
}
