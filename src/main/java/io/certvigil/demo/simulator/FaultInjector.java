package io.certvigil.demo.simulator;

/** Chooses the fault of each response of a {@link SimulatedCloudflare}. Called from any thread. */
@FunctionalInterface
public interface FaultInjector {
  /** Injects no fault: every response is healthy. */
  FaultInjector NONE = request -> ResponseFault.NONE;

  /** Called once for each authenticated request within its rate limit, before it is answered. */
  ResponseFault fault(ApiRequest request);
}
