import { PageHeader } from "../components/Page";

export function CallsPage() {
  return <PageHeader title="Calls" />;
}
