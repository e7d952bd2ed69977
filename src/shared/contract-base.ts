import { oc } from "@orpc/contract";
import { z } from "zod";

/*
 * What every part of the contract is made of. Inputs are validated; outputs come from main and are only typed. Errors that an
 * operator can act on arrive as `FLIGHT_DECK` with code and hint.
 */
const operatorError = z.object({ code: z.string(), hint: z.string() });
export const base = oc.errors({ FLIGHT_DECK: { status: 422, data: operatorError } });

/** The type of an output, without validation, because main produces it. */
export const returns = <T>() => z.custom<T>();
