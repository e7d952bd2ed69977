/**
 * What counts as a pause command, defined once: the generated column `board_memory.command`. SQLite computes it, so no insert
 * can forget it, and index and query use the same definition. White space is what Python's strip() or JavaScript's trim()
 * removes. SQLite's lower() knows ASCII only, which is enough: no other character lower-cases to a letter of these words.
 */
export const whiteSpaceCodePoints = [
  9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
  0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff,
];

export const chatCommandSql = `CASE
  WHEN is_chat AND lower(trim(content, char(${whiteSpaceCodePoints.join(", ")}))) IN ('/pause', '/resume')
  THEN lower(trim(content, char(${whiteSpaceCodePoints.join(", ")})))
END`;
