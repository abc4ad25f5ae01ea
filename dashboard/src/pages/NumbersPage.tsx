import { PageHeader } from "../components/Page";

export function NumbersPage() {
  return <PageHeader title="Numbers" />;
}
