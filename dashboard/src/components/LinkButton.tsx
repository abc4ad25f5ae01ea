import { Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { type ComponentPropsWithoutRef, forwardRef } from "react";

type Props = ButtonProps & Omit<ComponentPropsWithoutRef<"a">, keyof ButtonProps>;

const Anchor = forwardRef<HTMLAnchorElement, Props>((props, ref) => (
  <Button ref={ref} component="a" {...props} />
));
Anchor.displayName = "LinkButton";

/** A button that goes to a page, its search typed. */
export const LinkButton = createLink(Anchor);
