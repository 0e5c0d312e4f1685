"""
The elements and attributes of SVG that only draw: the allow-list of baked pictures.

Left out on purpose: script, foreignObject, a, image, feImage, animate and set, iframe, audio,
video, and every `on…` attribute.

Source: W3C, Scalable Vector Graphics 1.1 (Second Edition), "Element Index", "Attribute Index".
"""

from __future__ import annotations

ELEMENTS = frozenset(
    [
        *("svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "metadata", "style"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "textPath", "linearGradient", "radialGradient", "stop"),
        *("clipPath", "mask", "pattern", "marker", "filter", "feBlend", "feColorMatrix"),
        *("feComponentTransfer", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feComposite"),
        *("feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight"),
        *("feDropShadow", "feFlood", "feGaussianBlur", "feMerge", "feMergeNode"),
        *("feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight"),
        *("feTile", "feTurbulence"),
    ]
)

ATTRIBUTES = frozenset(
    [
        *("id", "class", "style", "lang", "role", "version", "baseProfile", "tabindex"),
        *("aria-label", "aria-labelledby", "aria-hidden", "aria-describedby", "type", "media"),
        *("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr"),
        *("d", "points", "width", "height", "dx", "dy", "rotate", "pathLength", "transform"),
        *("viewBox", "preserveAspectRatio", "enable-background", "overflow", "clip"),
        *("clip-path", "clip-rule", "clipPathUnits", "mask", "maskUnits", "maskContentUnits"),
        *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-dasharray"),
        *("stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
        *("stroke-opacity", "stroke-width", "vector-effect", "paint-order", "opacity"),
        *("color", "color-interpolation", "color-interpolation-filters", "color-rendering"),
        *("shape-rendering", "text-rendering", "image-rendering", "display", "visibility"),
        *("mix-blend-mode", "isolation", "pointer-events", "cursor", "requiredFeatures"),
        *("systemLanguage", "font-family", "font-size", "font-style", "font-variant"),
        *("font-weight", "font-stretch", "font-size-adjust", "text-anchor", "textLength"),
        *("lengthAdjust", "letter-spacing", "word-spacing", "text-decoration", "kerning"),
        *("dominant-baseline", "alignment-baseline", "baseline-shift", "direction"),
        *("writing-mode", "unicode-bidi", "startOffset", "method", "spacing"),
        *("gradientUnits", "gradientTransform", "spreadMethod", "offset", "stop-color"),
        *("stop-opacity", "patternUnits", "patternContentUnits", "patternTransform"),
        *("marker-start", "marker-mid", "marker-end", "markerUnits", "markerWidth"),
        *("markerHeight", "refX", "refY", "orient", "filter", "filterUnits", "filterRes"),
        *("primitiveUnits", "in", "in2", "result", "mode", "values", "operator", "k1", "k2"),
        *("k3", "k4", "order", "kernelMatrix", "divisor", "bias", "targetX", "targetY"),
        *("edgeMode", "kernelUnitLength", "preserveAlpha", "surfaceScale"),
        *("diffuseConstant", "specularConstant", "specularExponent", "scale"),
        *("xChannelSelector", "yChannelSelector", "flood-color", "flood-opacity"),
        *("lighting-color", "stdDeviation", "radius", "azimuth", "elevation", "z"),
        *("pointsAtX", "pointsAtY", "pointsAtZ", "limitingConeAngle", "tableValues"),
        *("slope", "intercept", "amplitude", "exponent", "baseFrequency", "numOctaves"),
        *("seed", "stitchTiles"),
    ]
)

PREFIXED = frozenset(
    [
        "http://www.w3.org/XML/1998/namespace space",
        "http://www.w3.org/XML/1998/namespace lang",
        "http://www.w3.org/1999/xlink type",
        "http://www.w3.org/1999/xlink title",
    ]
)

# What drawing programs note for themselves; a browser gives it no meaning.
INERT_NAMESPACES = frozenset(
    [
        "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
        "http://www.inkscape.org/namespaces/inkscape",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://creativecommons.org/ns#",
        "http://web.resource.org/cc/",
        "http://purl.org/dc/elements/1.1/",
    ]
)
