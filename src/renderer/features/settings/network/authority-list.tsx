import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import type { ExtraAuthorities, NetworkView, TrustedAuthority } from "../../../../shared/network-view.ts";
import { client, orpc } from "../../../api/client.ts";
import { showAnswer } from "../../../api/show-answer.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Notice } from "../../../components/notice.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { toast } from "../../../stores/toasts.ts";

/** The authorities whose certificates are trusted because the operator gave theirs. */
export function AuthorityList({ view: { authorities, extra } }: { view: NetworkView }) {
  const [removed, setRemoved] = useState<TrustedAuthority | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const { isBusy, error, submit } = useSubmit();
  const add = (file: File | undefined) => {
    if (!file) return;
    void submit(async () => {
      const answer = await client.network.addAuthorities({ pem: await file.text() });
      await showAnswer(orpc.network.get.queryKey(), answer);
      toast({ tone: "ok", title: addedText(answer.authorities.length - authorities.length) });
    });
  };
  return (
    <section aria-label="Authorities" className="flex flex-col gap-3 border-line border-t pt-4">
      <p className="text-muted">
        Certificates by the authorities of Node and of this system are trusted. If a gateway or webhook is behind an
        authority of your company that this system does not know, add its certificate.
      </p>
      {authorities.length > 0 && (
        <ul className="flex flex-col divide-y divide-line" aria-label="Authorities that were given">
          {authorities.map((authority) => (
            <AuthorityRow key={authority.sha256} authority={authority} onRemove={() => setRemoved(authority)} />
          ))}
        </ul>
      )}
      {extra && <ExtraFile extra={extra} />}
      <SubmitError error={error} />
      <div>
        <Button icon={Plus} busy={isBusy} onClick={() => input.current?.click()}>
          Add an authority
        </Button>
        <input
          ref={input}
          type="file"
          accept=".pem,.crt,.cer"
          aria-label="Certificate of the authority"
          tabIndex={-1}
          className="sr-only"
          onChange={({ target }) => {
            add(target.files?.[0]);
            // The same file may be chosen again.
            target.value = "";
          }}
        />
      </div>
      {removed && (
        <ConfirmDialog
          open
          onClose={() => setRemoved(null)}
          title="Remove this authority?"
          description={`Gateways and webhooks with certificates by ${removed.subject} are not reached any more, unless another authority vouches for them.`}
          confirmLabel="Remove"
          onConfirm={async () => {
            await showAnswer(
              orpc.network.get.queryKey(),
              await client.network.removeAuthority({ sha256: removed.sha256 }),
            );
            toast({ tone: "ok", title: `Certificates by ${removed.subject} are no longer trusted` });
          }}
        />
      )}
    </section>
  );
}

function addedText(added: number): string {
  if (added <= 0) return "They were trusted already";
  return added === 1 ? "1 authority is trusted from now on" : `${added} authorities are trusted from now on`;
}

function AuthorityRow({ authority, onRemove }: { authority: TrustedAuthority; onRemove: () => void }) {
  const { subject, sha256, validTo, isExpired } = authority;
  return (
    <li className="flex items-start gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{subject}</p>
        <p className={isExpired ? "text-danger text-xs" : "text-muted text-xs"}>
          {isExpired ? "Expired on" : "Valid to"} {validTo.slice(0, 10)}
        </p>
        <code className="block truncate text-faint text-xs" title={sha256}>
          {sha256}
        </code>
      </div>
      <Button size="sm" variant="ghost" aria-label={`Remove ${subject}`} onClick={onRemove}>
        Remove
      </Button>
    </li>
  );
}

function ExtraFile({ extra: { certificates, problem } }: { extra: ExtraAuthorities }) {
  if (problem !== null) {
    return (
      <Notice tone="warn" title="The file of NODE_EXTRA_CA_CERTS is not used">
        {problem}. Correct the variable and start Flight Deck again, or add the certificate here.
      </Notice>
    );
  }
  return (
    <p className="text-muted">
      NODE_EXTRA_CA_CERTS adds {certificates} {certificates === 1 ? "authority" : "authorities"}.
    </p>
  );
}
