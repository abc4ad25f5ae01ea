import { PageHeader } from "../components/Page";

export function PlaceCallPage() {
  return <PageHeader title="PlaceCall" />;
}
