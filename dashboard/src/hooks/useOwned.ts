import { useEffect, useEffectEvent, useState } from "react";

/** Something that is made with the component and ended with it, such as a line to a call. */
export function useOwned<T>(make: () => T, end: (owned: T) => void = () => undefined): T {
  const [owned] = useState(make);
  const finish = useEffectEvent(() => end(owned));
  useEffect(() => () => finish(), []);
  return owned;
}
