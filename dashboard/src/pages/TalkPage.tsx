import { PageHeader } from "../components/Page";

export function TalkPage() {
  return <PageHeader title="Talk" />;
}
