/** Rows with very long names, on a gateway that does not answer. */
export const longNames = {
  organizations: [
    { id: "10000000-0000-4000-8000-000000000001", name: "Internationale Hafen- und Lagerhausgesellschaft" },
  ],
  gateways: [
    {
      id: "10000000-0000-4000-8000-000000000002",
      organization_id: "10000000-0000-4000-8000-000000000001",
      name: "Production gateway of the customer support organisation in northern Europe (primary)",
      url: "ws://127.0.0.1:9/gateways/northern-europe/production/customer-support-organisation",
      token: "no-gateway-listens-there",
      workspace_root: "/srv/openclaw/northern-europe/production/customer-support-organisation/agents",
    },
  ],
  boards: [
    {
      id: "10000000-0000-4000-8000-000000000003",
      organization_id: "10000000-0000-4000-8000-000000000001",
      gateway_id: "10000000-0000-4000-8000-000000000002",
      name: "Quarterly review of warranty claims, refunds and plan changes for the northern European market",
      slug: "quarterly-review",
      objective:
        "Every claim that was opened in the quarter has an answer that the customer has read, and every refund above 500 EUR carries the name of who approved it.",
    },
  ],
  agents: [
    {
      id: "10000000-0000-4000-8000-000000000004",
      gateway_id: "10000000-0000-4000-8000-000000000002",
      board_id: "10000000-0000-4000-8000-000000000003",
      name: "Wolfeschlegelsteinhausenbergerdorff, keeper of the warranty and refunds correspondence",
      openclaw_session_id: "agent:mc-10000000-0000-4000-8000-000000000004:main",
    },
  ],
} as const;
