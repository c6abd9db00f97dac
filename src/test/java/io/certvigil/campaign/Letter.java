package io.certvigil.campaign;

import java.nio.charset.StandardCharsets;

/**
 * A message as it reached a receiver.
 *
 * @param id what the receiver knows it by; empty where this kind has none
 * @param address of the recipient; empty where there is but one
 * @param body as it came; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes themselves matter
record Letter(String id, String address, byte[] body) {
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
