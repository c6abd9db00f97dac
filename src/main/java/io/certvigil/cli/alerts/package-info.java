/** Commands about alerts, silences and thresholds. */
@NullMarked
package io.certvigil.cli.alerts;

import org.jspecify.annotations.NullMarked;
