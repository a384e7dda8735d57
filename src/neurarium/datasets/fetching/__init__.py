"""Getting a published data set over the network, so that being killed at any moment costs little."""
