import { Feed } from "./feed";
import { queryClient } from "./queryClient";

/** The one live socket of this page. */
export const feed = new Feed(queryClient);
