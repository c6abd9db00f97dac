package io.certvigil.web;

import java.util.Map;

/** Who is admitted, and which answer belongs to which path. */
record DispatchTable(Door door, Map<String, Answer> answers) {}
