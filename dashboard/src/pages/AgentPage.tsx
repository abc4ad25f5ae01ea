import { PageHeader } from "../components/Page";

export function AgentPage() {
  return <PageHeader title="Agent" />;
}
