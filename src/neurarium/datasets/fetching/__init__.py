"""Getting a published data set over the network: killed at any moment, the next try goes on."""
