/** A value in a record that is allowed but probably not intended. */
export type Doubt = {
  table: "gateways" | "boards" | "agents";
  id: string;
  /** The record's name. */
  name: string;
  /** A sentence without its subject, such as `has the name of another agent of its board.` */
  text: string;
};
