import { PageHeader } from "../components/Page";

export function AgentsPage() {
  return <PageHeader title="Agents" />;
}
