import { useQuery } from "@tanstack/react-query";
import { Eraser, FlaskConical, type LucideIcon, PlugZap, Route, Upload } from "lucide-react";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useBusyWith } from "../../components/use-busy.ts";
import { navigate } from "../../router/use-location.ts";
import { answerWelcome } from "./answer-welcome.ts";
import { PracticeSync } from "./practice-sync.tsx";

type Way = {
  icon: LucideIcon;
  title: string;
  help: string;
  choice: "keep-practice" | "remove-practice";
  to: string;
};

const ways: Way[] = [
  {
    icon: Route,
    title: "Set up my fleet",
    help: "Step by step: a gateway, whom the agents work for, a board, and its agents.",
    choice: "keep-practice",
    to: "/setup",
  },
  {
    icon: PlugZap,
    title: "Connect a gateway",
    help: "With its address and token. The connection is checked step by step.",
    choice: "keep-practice",
    to: "/gateways/new",
  },
  {
    icon: Upload,
    title: "Import a fleet file",
    help: "Gateways, boards and agents from Mission Control, as one JSON file.",
    choice: "keep-practice",
    to: "/import",
  },
  {
    icon: Eraser,
    title: "Start empty",
    help: "Removes the practice fleet at once.",
    choice: "remove-practice",
    to: "/gateways",
  },
];

/** Welcomes the operator of a new installation, above its practice fleet, and asks how to start. */
export function WelcomePanel() {
  const info = useQuery(orpc.app.info.queryOptions());
  const [busyWith, start] = useBusyWith();
  if (!info.data || info.data.welcomed) return null;
  const answer = (title: string, choice: Way["choice"], to?: string) => {
    if (busyWith) return;
    start(title, async () => {
      // Navigate before the panel closes, so that the right screen is already behind it.
      if ((await answerWelcome(choice)) && to) navigate(to);
    });
  };
  const look = () => answer("look", "keep-practice");
  const { present } = info.data.practice;
  return (
    <Dialog
      open
      onClose={look}
      title="Welcome to Flight Deck"
      description={
        present
          ? "A practice fleet is running on a gateway inside Flight Deck: three boards, twelve agents, and a first sync. Try anything with it; nothing reaches a real gateway."
          : "Provision fleets of OpenClaw agents and watch every step."
      }
      footer={
        <Button variant="primary" icon={FlaskConical} busy={busyWith === "look"} onClick={look}>
          {present ? "Look around the practice fleet" : "Look around"}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {present && info.data.practice.gatewayId && <PracticeSync gatewayId={info.data.practice.gatewayId} />}
        <p className="font-medium text-xs">Or start with your own fleet</p>
        <ul className="flex flex-col gap-2">
          {ways.map(({ icon: Icon, title, help, choice, to }) => (
            <li key={title}>
              <button
                type="button"
                disabled={busyWith !== null}
                onClick={() => answer(title, choice, to)}
                aria-describedby={`${title.replaceAll(" ", "-")}-help`}
                aria-label={title}
                className="flex w-full cursor-pointer items-center gap-3 rounded-lg border border-line-strong bg-surface px-3 py-2.5 text-left shadow-low hover:bg-hover disabled:cursor-wait disabled:opacity-60"
              >
                <span className="grid size-8 shrink-0 place-items-center rounded-md bg-accent-soft text-accent">
                  {busyWith === title ? <Spinner /> : <Icon size={16} aria-hidden="true" />}
                </span>
                <span className="min-w-0">
                  <span className="block font-semibold">{title}</span>
                  <span id={`${title.replaceAll(" ", "-")}-help`} className="block text-muted text-xs">
                    {help}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
