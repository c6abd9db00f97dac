package io.certvigil.web.server;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets the security headers, checks access, finds the endpoint of the path, and logs requests. */
public final class RequestDispatcher extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(RequestDispatcher.class);
  private static final String POST = "POST ";

  private final Supplier<DispatchTable> dispatchTable;

  /**
   * @param site read for each request, since a reload replaces it. Its endpoints are by path, such
   *     as {@code /alerts}; {@code /certificates/*} matches one further path segment; {@code POST
   *     /-/reload} is a request that changes something
   */
  public RequestDispatcher(Supplier<DispatchTable> site) {
    this.dispatchTable = site;
  }

  @Override
  public boolean handle(Request request, Response unwatched, Callback callback) {
    var response = WatchedResponse.of(request, unwatched);
    setSecurityHeaders(response);
    logCompletion(request);
    var now = dispatchTable.get();
    now.accessControl()
        .check(
            request,
            refusal -> {
              if (refusal == null) {
                dispatch(now, request, response, callback);
              } else {
                refuse(refusal, request, response, callback);
              }
            });
    return true;
  }

  private static void dispatch(
      DispatchTable now, Request request, Response response, Callback callback) {
    var path = Request.getPathInContext(request);
    var read = find(now.endpoints(), "", path);
    var change = find(now.endpoints(), POST, path);
    var refusal =
        isChange(request) && change != null ? now.accessControl().refusalToChange(request) : null;
    var endpoint = isChange(request) ? change : isRead(request) ? read : null;
    if (refusal != null) {
      refuse(refusal, request, response, callback);
    } else if (endpoint != null) {
      serve(endpoint, request, response, callback);
    } else if (read == null && change == null) {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    } else {
      response.getHeaders().put(HttpHeader.ALLOW, allowedMethods(read, change));
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
    }
  }

  private static void refuse(
      AccessControl.Refusal refusal, Request request, Response response, Callback callback) {
    if (refusal.status() == HttpStatus.UNAUTHORIZED_401) {
      response
          .getHeaders()
          .put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"Certvigil\", charset=\"UTF-8\"");
    }
    var text = refusal.status() + " " + refusal.text();
    serve(
        (same, answer) -> Endpoint.text(same, answer, refusal.status(), Endpoint.PLAIN, text),
        request,
        response,
        callback);
  }

  private static @Nullable Endpoint find(
      Map<String, Endpoint> endpoints, String method, String path) {
    var exact = endpoints.get(method + path);
    int last = path.lastIndexOf('/');
    boolean deep = last > 0 && last < path.length() - 1;
    return exact != null || !deep ? exact : endpoints.get(method + path.substring(0, last) + "/*");
  }

  private static boolean isChange(Request request) {
    return HttpMethod.POST.is(request.getMethod());
  }

  private static boolean isRead(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  private static String allowedMethods(@Nullable Endpoint read, @Nullable Endpoint change) {
    return change == null ? "GET, HEAD" : read == null ? "POST" : "GET, HEAD, POST";
  }

  private static void serve(
      Endpoint endpoint, Request request, Response response, Callback callback) {
    try {
      endpoint.write(request, response);
      callback.succeeded();
    } catch (IOException e) {
      log.atDebug().setCause(e).log("client closed the connection");
      FaultResponses.clientLeft(e, response, callback);
    } catch (RuntimeException e) {
      FaultResponses.write(e, request, response, callback);
    }
  }

  private static void setSecurityHeaders(Response response) {
    var headers = response.getHeaders();
    headers.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
            + " 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    headers.put("X-Content-Type-Options", "nosniff");
    // With no-referrer, a browser sends "Origin: null" for the forms of these pages.
    headers.put("Referrer-Policy", "same-origin");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  private static void logCompletion(Request request) {
    if (log.isDebugEnabled()) {
      Request.addCompletionListener(
          request,
          failure ->
              log.atDebug()
                  .addKeyValue("method", request.getMethod())
                  .addKeyValue("path", Request.getPathInContext(request))
                  .addKeyValue("from", Request.getRemoteAddr(request))
                  .addKeyValue("failure", failure == null ? "none" : failure.toString())
                  .log("request completed"));
    }
  }
}
