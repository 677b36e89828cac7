using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Storage;

namespace Aspire.Hosting.Local.Launching;

/// <param name="Directory">Exists once <see cref="Create"/> returned.</param>
/// <param name="IsKept">Whether the model asked for a volume; without one each start begins empty, like a new container.</param>
/// <param name="Key">Unique for the folder that all servers share.</param>
internal sealed record ServerData(string Directory, bool IsKept, string Key)
{
    public static ServerData Of(IResource resource, LocalStorage storage)
    {
        var mount = resource.Annotations.OfType<ContainerMountAnnotation>().LastOrDefault();
        var directory = mount is { Type: ContainerMountType.BindMount, Source: { } source } ? source : Path.Combine(storage.Root, resource.Name);
        return new ServerData(directory, mount is not null, storage.Key);
    }

    public void Create()
    {
        if (!IsKept && System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }

        LocalStorage.CreatePrivate(Directory);
    }
}
