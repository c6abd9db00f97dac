/** The HTTP front: status page, health, metrics. */
@NullMarked
package io.certvigil.web;

import org.jspecify.annotations.NullMarked;
