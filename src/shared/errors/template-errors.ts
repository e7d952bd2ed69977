import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* Templates: their folders, their texts, and what is saved of them. */

export const templateErrors = {
  "template-error": {
    title: "A template could not be rendered",
    exit: "badInput",
    endsRun: false,
    hints: {
      syntax: hint("Correct the template; it is written in Jinja2."),
      builtIn: hint("Write it in another way; templates/README.md lists what templates cannot use of Jinja2."),
      include: hint("Templates can include only templates (*.md.j2) of their own folder, by their file name."),
      loop: hint("Look for a very long or endless loop."),
      growth: hint("Look for a text or list that keeps growing in a loop, or a macro that calls itself."),
      range: hint("Shorten the range, or cut the list that it is made for."),
      includeLoop: hint("Remove the include that leads back to a template that is being rendered."),
      shorten: hint("Shorten the template."),
      secret: hint(
        "Remove it here, and replace it where it is used if a sync has written it. Agents get their own token as {{ auth_token }}.",
      ),
      token: hint("Write {{ auth_token }} where the token belongs, without filters, and use it in no condition."),
      tokenLine: hint("Write the token on a line of its own: AUTH_TOKEN={{ auth_token }}"),
      place: hint("Correct the template at this place."),
      boardName: (name: string) => hint(`Put it inside {% if ${name} is defined %} ... {% endif %}.`),
      unknownName: hint(
        'Correct the name, or set it under "Template variables" on the page of the board or the gateway, or under "People". templates/README.md lists every built-in name.',
        "Correct the name, or set it with `variables set NAME VALUE` and `--board`, `--gateway` or `--organization`. templates/README.md lists every built-in name.",
      ),
      missing: hint(
        "Add the file to the folder, or use another folder.",
        "Add the file to the folder, or use another one with `--templates`.",
      ),
      folder: hint("Check the path, and that you may read the folder."),
      notATemplate: (size: string) =>
        hint(
          `Templates are plain files in the folder itself, of at most ${size} each. Replace it with a copy of the file you want, or remove it from the folder.`,
        ),
      notReadable: hint("Replace it with a copy of the file you want, or remove it from the folder."),
      tooMany: hint("Check that it is the folder you mean; a set has one template for each file of an agent."),
      tooLarge: hint("Check that it is the folder you mean; agents are shown some thousand characters of a file."),
      lookAtFolder: hint('Look at the folder, then use "Reload".', "Look at the folder, then try again."),
    },
  },
  "templates-not-saved": {
    title: "Templates were not saved",
    exit: "badInput",
    endsRun: true,
    hints: {
      moved: hint(
        'Nothing was written, and both versions are kept. Look at what changed under "Versions", then save again.',
        "Nothing was written, and both versions are kept. Look at `templates diff`, then try again.",
      ),
      unwritable: hint(
        "Nothing was changed. Check that you may write there and that the disk has room, then try again.",
      ),
      name: hint("A template is named after the file it makes or the part it is, such as BOARD_SOUL.md.j2."),
      setName: hint("Choose another name: letters, digits, spaces, hyphens and underscores, at most 60."),
      unassignFirst: hint(
        'Give them another set first, with "Use this set for…" on the card of that set.',
        "Give them another set first, with `templates assign`.",
      ),
      otherFiles: hint("Move these files elsewhere, or delete the folder yourself."),
      ownFolder: hint(
        "Flight Deck renames and deletes only sets in its own data folder. Rename or delete this folder yourself, then choose it again where it is used.",
      ),
      builtIn: hint(
        "The built-in templates change only with Flight Deck itself: edit a copy.",
        "The built-in templates change only with Flight Deck itself. Name a folder of your own.",
      ),
    },
  },
  "other-templates": {
    title: "Other templates than last time",
    exit: "badInput",
    endsRun: true,
    hints: {
      acceptOrKeep: hint(
        'To keep to the last ones, set them under "Templates and base URL" on the gateway\'s page. To sync with these, tick "Accept other templates".',
        "To keep to the last ones, give their `--templates` or `--base-url`, or set them with `gateway edit`. To sync with these, add `--accept-templates`.",
      ),
    },
  },
} satisfies Record<string, ErrorEntry>;
