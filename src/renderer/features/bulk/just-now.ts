/** For questions whose answer counts only now: it is asked again each time, and not kept. */
export const justNow = { gcTime: 0, staleTime: 0, retry: false } as const;
