package io.certvigil.web.server;

import java.util.Map;

/** The access control, and the endpoint of each path. */
public record DispatchTable(AccessControl accessControl, Map<String, Endpoint> endpoints) {}
