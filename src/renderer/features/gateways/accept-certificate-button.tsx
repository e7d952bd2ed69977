import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import type { GatewayRow } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";

export type AcceptCertificateButtonProps = { gateway: GatewayRow; offered: string; onAccepted: () => void };

/** Accepts the certificate that a gateway shows instead of its former one, after a question with both fingerprints. */
export function AcceptCertificateButton({ gateway, offered, onAccepted }: AcceptCertificateButtonProps) {
  // The one that the question is about, even if the gateway shows a third one meanwhile.
  const [asked, setAsked] = useState<string | null>(null);
  const { id, name, certificateSha256 } = gateway;
  const accept = async () => {
    if (asked === null) return;
    await client.gateways.acceptCertificate({ id, sha256: asked });
    onAccepted();
  };
  return (
    <>
      <Button size="sm" icon={ShieldCheck} onClick={() => setAsked(offered)}>
        Accept the new certificate
      </Button>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={`Accept the new certificate of ${name}?`}
        description={
          <div className="flex flex-col gap-3">
            <p>
              The gateway's token will be sent to whatever has this certificate. Compare the new fingerprint with the
              certificate on the gateway's host first.
            </p>
            <Fingerprint label="Accepted so far" sha256={certificateSha256} />
            <Fingerprint label="Shown now" sha256={asked} />
          </div>
        }
        confirmLabel="Accept"
        onConfirm={accept}
      />
    </>
  );
}

function Fingerprint({ label, sha256 }: { label: string; sha256: string | null }) {
  return (
    <div>
      <p className="text-muted text-xs">{label} (SHA-256)</p>
      <code className="break-all text-xs">{sha256 ?? "none"}</code>
    </div>
  );
}
