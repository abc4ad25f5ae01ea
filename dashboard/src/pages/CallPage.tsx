import { PageHeader } from "../components/Page";

export function CallPage() {
  return <PageHeader title="Call" />;
}
