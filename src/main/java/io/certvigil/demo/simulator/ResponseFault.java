package io.certvigil.demo.simulator;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Changes one response of the simulated API. Each method leaves the response as it is by default.
 */
interface ResponseFault {
  ResponseFault NONE = new ResponseFault() {};

  /** The response in place of the API's; if there is one, the request is not carried out. */
  default Optional<ApiResponse> replacement() {
    return Optional.empty();
  }

  /** The items of the requested page, and the total that the response states. */
  default <T> ListPage<T> page(PageRange range, List<T> all) {
    return ListPage.of(range, all);
  }

  /** Changes the body of a list response in place. */
  default void changeList(JsonObject body) {}

  /** Sends the response. */
  default void send(ApiResponse response, ResponseSender sender) throws IOException {
    sender.send(response);
  }
}
