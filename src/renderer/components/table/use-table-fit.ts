import { type RefObject, useLayoutEffect, useMemo, useState } from "react";
import { type Column, fitColumns, type TableFit } from "./column.ts";

/** How a table fits into its place, also when the place changes its size. */
export function useTableFit<Row>(columns: Column<Row>[], place: RefObject<HTMLElement | null>): TableFit<Row> {
  const [spacePx, setSpacePx] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setSpacePx(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return useMemo(() => fitColumns(columns, spacePx), [columns, spacePx]);
}
