package io.activitycore.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. Made by picocli. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"activity " + (version == null ? "(not run from its jar)" : version)};
  }
}
