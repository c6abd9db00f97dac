package io.certvigil.web.site;

/** All that is served over HTTP; a reload replaces it as a whole. */
public record SiteContent(
    MetricsExposition metrics, Readiness readiness, ConfigReload reload, SiteContext context) {}
