import { BellRing } from "lucide-react";
import type { WakeTarget } from "../../../shared/wake.ts";
import { Button, type ButtonProps } from "../../components/button.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { startWake } from "./start-wake.ts";

export type WakeButtonProps = { target: WakeTarget; label: string } & Pick<
  ButtonProps,
  "size" | "disabled" | "aria-label" | "title"
>;

export const wakeTitle = "Sends a message that starts a session; files stay as they are";

/** Sends agents a message that starts a session. Their files stay as they are. */
export function WakeButton({ target, label, ...rest }: WakeButtonProps) {
  const [isBusy, whileBusy] = useBusy();
  return (
    <Button icon={BellRing} busy={isBusy} onClick={() => whileBusy(() => startWake(target))} {...rest}>
      {label}
    </Button>
  );
}
