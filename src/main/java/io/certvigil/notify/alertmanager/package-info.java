/** The Alertmanager channel: active alerts are posted to every member of the cluster. */
@NullMarked
package io.certvigil.notify.alertmanager;

import org.jspecify.annotations.NullMarked;
