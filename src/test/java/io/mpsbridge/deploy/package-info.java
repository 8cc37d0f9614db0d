/** Holds the manifests of {@code k8s/} and the compose file of {@code docker/} against what they are made for. */
@NullMarked
package io.mpsbridge.deploy;

import org.jspecify.annotations.NullMarked;
