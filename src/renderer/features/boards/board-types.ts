/** The types of boards that the forms offer. */
export const boardTypes = [
  { value: "goal", label: "Goal: work towards an objective" },
  { value: "general", label: "General: work as it comes" },
];
