import type { GatewayRow } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/use-location.ts";
import { AcceptCertificateButton } from "./accept-certificate-button.tsx";
import { connectionLooks } from "./connection-looks.ts";
import { PairingSteps } from "./pairing-steps.tsx";

export type ConnectionNoticeProps = { gateway: GatewayRow; onCheck: () => void; isChecking: boolean };

/** The problem with the connection and what to do about it; renders nothing when there is none. */
export function ConnectionNotice({ gateway, onCheck, isChecking }: ConnectionNoticeProps) {
  const { state, message, hint, pairingRequestId, offeredCertificate } = gateway.connection;
  if (state === "connected" || state === "unknown" || state === "connecting") return null;
  const actions = (
    <>
      <Button size="sm" busy={isChecking} onClick={onCheck}>
        Check now
      </Button>
      {offeredCertificate && (
        <AcceptCertificateButton gateway={gateway} offered={offeredCertificate} onAccepted={onCheck} />
      )}
      {state === "refused" && (
        <Button size="sm" onClick={() => navigate(`/gateways/${gateway.id}/edit`)}>
          Edit the connection
        </Button>
      )}
    </>
  );
  return (
    <Notice
      tone={state === "retrying" || state === "pairing" ? "warn" : "danger"}
      title={message ?? connectionLooks[state].label}
      actions={actions}
    >
      {state === "pairing" && pairingRequestId ? (
        <PairingSteps requestId={pairingRequestId} after="Then check again." />
      ) : (
        <>
          {hint} <Link to="/guide/connect-a-gateway">How to connect a gateway</Link>
        </>
      )}
    </Notice>
  );
}
