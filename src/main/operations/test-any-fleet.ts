import fc from "fast-check";
import { labelColours } from "../../shared/views.ts";

export const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", " ", "a\nb", '"', "Ünïcode", "null", "con"),
);
export const optionalText = fc.option(text);
export const name = text.map((chars) => `n${chars}`);
export const time = fc
  .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((at) => at.toISOString());
export const json = fc.option(
  fc.dictionary(
    fc.string().filter((key) => key !== "__proto__"),
    fc.jsonValue({ maxDepth: 2 }),
  ),
);
export const variables = fc.dictionary(
  fc.stringMatching(/^[a-z]{3}_x[0-9]{1,3}$/),
  text.filter((value) => value.length < 100),
  { maxKeys: 3 },
);
export const flag = fc.boolean();

export const organizationRow = fc.record({ name, created_at: time, variables });
export const personRow = fc.record({
  email: optionalText,
  name,
  timezone: optionalText,
  notes: optionalText,
  context: optionalText,
});
export const gatewayRow = fc.record({
  name,
  url: fc.constantFrom("", "ws://127.0.0.1:18789", "wss://gateway.example.com/path"),
  token: fc.option(fc.string({ minLength: 8 })),
  workspace_root: name,
  allow_insecure_tls: flag,
  disable_device_pairing: flag,
  created_at: time,
  updated_at: time,
  label_colour: fc.constantFrom(...labelColours),
  label_environment: fc.constantFrom("", "production"),
  check_every_minutes: fc.integer({ min: 0, max: 1440 }),
  delivers_heartbeats: flag,
  template_folder: fc.option(fc.constant("/srv/templates")),
  base_url: fc.option(fc.constant("https://mission.example.com")),
  variables,
});
export const boardRow = fc.record({
  name,
  slug: text,
  description: text,
  on_gateway: flag,
  board_group_id: fc.option(fc.uuid()),
  board_type: text,
  objective: optionalText,
  success_metrics: json,
  target_date: optionalText,
  goal_confirmed: flag,
  goal_source: optionalText,
  require_approval_for_done: flag,
  require_review_before_done: flag,
  comment_required_for_review: flag,
  block_status_changes_with_pending_approval: flag,
  only_lead_can_change_status: flag,
  max_agents: fc.integer({ min: 0, max: 99 }),
  created_at: time,
  updated_at: time,
  template_folder: fc.option(fc.constant("/srv/templates/of-a-board")),
  variables,
  commands: fc.array(fc.record({ content: fc.constantFrom("/pause", "/resume", "Good morning"), created_at: time }), {
    maxLength: 2,
  }),
});
export const agentRow = fc.record({
  name,
  on_board: flag,
  openclaw_session_id: fc.option(name),
  heartbeat_config: json,
  identity_profile: json,
  identity_template: optionalText,
  soul_template: optionalText,
  is_board_lead: flag,
  created_at: time,
  updated_at: time,
  delivers_heartbeats: fc.option(flag),
  // What an export leaves out.
  status: fc.constantFrom("online", "offline", "provisioning"),
  agent_token_hash: fc.option(fc.constant("pbkdf2_sha256$1000$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo")),
  last_seen_at: fc.option(time),
  last_provision_error: optionalText,
  wake_attempts: fc.option(fc.nat()),
});

export const anyFleet = fc
  .record({
    organization: organizationRow,
    people: fc.array(personRow, { maxLength: 2 }),
    gateway: gatewayRow,
    boards: fc.array(fc.tuple(boardRow, fc.array(agentRow, { maxLength: 3 })), { maxLength: 3 }),
    settings: fc.record(
      {
        base_url: fc.constant("https://mission.example.com"),
        template_folder: fc.constant("/srv/templates"),
        max_in_flight: fc.integer({ min: 1, max: 64 }),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ organization, people, gateway: ofGateway, boards, settings }) => {
    let last = 0;
    const id = () => `00000000-0000-4000-8000-${String(++last).padStart(12, "0")}`;
    const organization_id = id();
    const gateway_id = id();
    const users = people.map((person) => ({ id: id(), ...person }));
    const placed = boards.map(([{ commands, on_gateway, ...board }, agents]) => {
      const board_id = id();
      return {
        board: { id: board_id, organization_id, gateway_id: on_gateway ? gateway_id : null, ...board },
        lines: commands.map((line) => ({ id: id(), board_id, is_chat: true, tags: ["chat"], ...line })),
        agents: agents.map(({ on_board, ...agent }) => {
          return { id: id(), gateway_id, board_id: on_board ? board_id : null, ...agent };
        }),
      };
    });
    return {
      settings,
      organizations: [{ id: organization_id, ...organization }],
      users,
      organization_members: users.map(({ id: user_id }) => ({ id: id(), organization_id, user_id, role: "owner" })),
      gateways: [{ id: gateway_id, organization_id, ...ofGateway }],
      boards: placed.map(({ board }) => board),
      agents: placed.flatMap(({ agents }) => agents),
      board_memory: placed.flatMap(({ lines }) => lines),
    };
  });
