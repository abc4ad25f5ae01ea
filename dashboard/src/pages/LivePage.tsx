import { PageHeader } from "../components/Page";

export function LivePage() {
  return <PageHeader title="Live" />;
}
