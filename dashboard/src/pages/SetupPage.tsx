import { PageHeader } from "../components/Page";

export function SetupPage() {
  return <PageHeader title="Setup" />;
}
