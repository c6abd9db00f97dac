package io.certvigil.web.server;

import java.util.Map;

/** Who is admitted, and which answer belongs to which path. */
public record DispatchTable(AccessControl accessControl, Map<String, Endpoint> endpoints) {}
