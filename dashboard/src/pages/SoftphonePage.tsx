import { PageHeader } from "../components/Page";

export function SoftphonePage() {
  return <PageHeader title="Softphone" />;
}
