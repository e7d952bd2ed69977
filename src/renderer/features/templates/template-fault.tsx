import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { navigate } from "../../router/use-location.ts";
import { faultPlaceOf } from "./fault-place.ts";

export type TemplateFaultProps = { title: string; message: string; hint: string };

/** The reason why templates cannot be rendered, with a link to the faulty line. */
export function TemplateFault({ title, message, hint }: TemplateFaultProps) {
  const place = faultPlaceOf(message);
  const show = place && (
    <Button size="sm" onClick={() => navigate("/templates", { template: place.template, line: String(place.line) })}>
      Show line {place.line}
    </Button>
  );
  return (
    <Notice tone="danger" title={title} actions={show} code="template-error" live>
      <p className="break-words">{message}</p>
      <p className="mt-1 text-muted">{hint}</p>
    </Notice>
  );
}
