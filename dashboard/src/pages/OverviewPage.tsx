import { PageHeader } from "../components/Page";

export function OverviewPage() {
  return <PageHeader title="Overview" />;
}
