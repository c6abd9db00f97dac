package io.certvigil.cloudflare;

import io.certvigil.model.FaultReason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Any status from 400 to 599, as the answer to one request.
 *
 * @param page the page whose request is answered so; 0 if none is
 * @param count counts the requests for this page from 1
 * @param code of the error in the JSON, if it is JSON
 * @param pause the seconds after which a 429 is over; 0 if it does not say
 */
record OneTimeFault(int page, int count, int status, Kind kind, int code, int pause) {
  private static final Set<Integer> CODES_OF_TOKENS = Set.of(6003, 6102, 6103, 6111, 9103);
  private static final Set<Integer> CODES_OF_PLANS = Set.of(1403, 1404, 1450, 1011, 9999);
  private static final Set<Integer> CODES_OF_PERMISSIONS = Set.of(9109, 10000);
  private static final List<Integer> CODES =
      List.of(6003, 6102, 6103, 6111, 9103, 1403, 1404, 1450, 1011, 9999, 9109, 10000, 6008, 1406);

  /** A longer pause ends the reading. */
  private static final int SHORT_PAUSE = 60;

  private enum Kind {
    HTML,
    JSON,
    EMPTY
  }

  static OneTimeFault random(Random random) {
    int page = random.nextBoolean() ? 0 : List.of(1, 1, 1, 2, 2, 3, 4).get(random.nextInt(7));
    int count = List.of(1, 1, 1, 1, 2, 3).get(random.nextInt(6));
    int status = random.nextInt(3) == 0 ? usual(random) : 400 + random.nextInt(200);
    var kind = Kind.values()[random.nextInt(3)];
    int code = random.nextBoolean() ? CODES.get(random.nextInt(14)) : random.nextInt(20_000);
    return new OneTimeFault(
        page, count, status, kind, code, random.nextInt(2) * random.nextInt(99));
  }

  private static int usual(Random random) {
    return List.of(400, 401, 403, 404, 429, 500, 503).get(random.nextInt(7));
  }

  boolean happens(int ofPage, int request) {
    return page == ofPage && count == request;
  }

  void answer(OutputStream out) throws IOException {
    var headers = pause == 0 ? new String[] {} : new String[] {"Retry-After: " + pause};
    switch (kind) {
      case JSON -> FakeApi.send(out, status, ApiBodies.error(code, "refused"), headers);
      case EMPTY -> FakeApi.send(out, status, "", headers);
      case HTML -> {
        var all = List.of(headers).toArray(new String[headers.length + 1]);
        all[headers.length] = "Content-Type: text/html";
        FakeApi.send(out, status, "<html><body>code " + code + ": no</body></html>", all);
      }
    }
  }

  /** Whether the same reading asks again, so that nothing is to be seen of it. */
  boolean isRetried() {
    return status >= 500 || (status == 429 && pause > 0 && pause <= SHORT_PAUSE);
  }

  /** Why a reading that it ends has failed. Only a known code in JSON proves a refusal. */
  FaultReason reason() {
    if (status == 401) {
      return FaultReason.UNAUTHORIZED;
    }
    if (status == 429) {
      return FaultReason.RATE_LIMITED;
    }
    if (kind == Kind.JSON && CODES_OF_TOKENS.contains(code)) {
      return FaultReason.UNAUTHORIZED;
    }
    boolean isDenied = CODES_OF_PERMISSIONS.contains(code) && status == 403;
    return kind == Kind.JSON && (isDenied || CODES_OF_PLANS.contains(code))
        ? FaultReason.FORBIDDEN
        : FaultReason.HTTP_4XX;
  }

  @Override
  public String toString() {
    return page == 0
        ? "no fault"
        : "request %d of page %d: %d %s, code %d, pause %d"
            .formatted(count, page, status, kind, code, pause);
  }
}
