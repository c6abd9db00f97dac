package io.certvigil.demo.simulator;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response before it is sent.
 *
 * @param headers in addition to those of every response
 */
record ApiResponse(int status, String contentType, String body, Map<String, String> headers) {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
  private static final String JSON = "application/json";
  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int NOT_ALLOWED = 405;
  static final int TOO_MANY = 429;

  ApiResponse {
    headers = Map.copyOf(headers);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  static ApiResponse json(int status, JsonObject body) {
    return new ApiResponse(status, JSON, GSON.toJson(body), Map.of());
  }

  static ApiResponse html(int status, String title) {
    var page =
        """
        <!DOCTYPE html>
        <html lang="en-US"><head><title>%1$s</title></head>
        <body><h1>%1$s</h1><p>cloudflare</p></body></html>
        """
            .formatted(title);
    return new ApiResponse(status, "text/html; charset=UTF-8", page, Map.of());
  }

  static ApiResponse of(JsonElement result) {
    return json(OK, envelope(result));
  }

  static JsonObject envelope(JsonElement result) {
    var body = new JsonObject();
    body.add("result", result);
    body.addProperty("success", true);
    body.add("errors", new JsonArray());
    body.add("messages", new JsonArray());
    return body;
  }

  static ApiResponse error(int status, int code, String message) {
    return json(status, failure(error(code, message)));
  }

  /** An error with its cause. */
  static ApiResponse error(int status, int code, String message, int causeCode, String cause) {
    var error = error(code, message);
    var chain = new JsonArray();
    chain.add(error(causeCode, cause));
    error.add("error_chain", chain);
    return json(status, failure(error));
  }

  static ApiResponse tooMany() {
    return error(TOO_MANY, 971, "Please wait and consider throttling your request speed");
  }

  static JsonObject failure(JsonObject error) {
    var body = new JsonObject();
    body.addProperty("success", false);
    var errors = new JsonArray();
    errors.add(error);
    body.add("errors", errors);
    body.add("messages", new JsonArray());
    body.add("result", JsonNull.INSTANCE);
    return body;
  }

  static JsonObject error(int code, String message) {
    var error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    return error;
  }

  ApiResponse withHeader(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new ApiResponse(status, contentType, body, all);
  }
}
