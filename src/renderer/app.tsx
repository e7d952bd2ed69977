import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { queryClient } from "./api/client.ts";
import { ListSkeleton } from "./components/skeleton.tsx";
import { WelcomePanel } from "./features/welcome/welcome-panel.tsx";
import { Frame } from "./frame/frame.tsx";
import { useLocation } from "./router/use-location.ts";
import { screenAt } from "./routes.tsx";

/** The whole interface. */
export function App() {
  const { path } = useLocation();
  return (
    // The content security policy allows no style elements.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <Frame>
          <Suspense fallback={<ListSkeleton label="Loading the page" />}>{screenAt(path)}</Suspense>
        </Frame>
        <WelcomePanel />
      </QueryClientProvider>
    </CSPProvider>
  );
}
