package dev.stationmaster.desktop.cli;

import picocli.CommandLine.IVersionProvider;

/// The version of this build.
final class Version implements IVersionProvider {
    private static final String UNPACKAGED = "development";

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"Stationmaster " + (version == null ? UNPACKAGED : version)};
    }
}
