import { PageHeader } from "../components/Page";

export function NewAgentPage() {
  return <PageHeader title="NewAgent" />;
}
